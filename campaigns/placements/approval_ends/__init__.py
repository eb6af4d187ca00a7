"""When an approval stops counting: withdrawn, lapsed, expired, or its lawyer gone; and what is held for it."""
