"""Pictures of a campaign: what to make (orders), making it (outside any transaction), writing it down."""
