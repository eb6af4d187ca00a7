"""Films of a campaign: scenes from a post's words, what to make (orders), making it, writing it down."""
