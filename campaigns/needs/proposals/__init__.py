"""From a row of the radar to a proposal: languages, kinds of post, and the reasons for them."""
