"""What anybody may read: feeds, their hubs, and files that channels fetch."""
