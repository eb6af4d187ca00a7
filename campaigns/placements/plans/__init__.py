"""From the radar or a rumour to a campaign, and from its plan to posts, texts and proposed placements."""
