"""What is asked more than it used to be, by topic, language and region, and how sure that is."""
