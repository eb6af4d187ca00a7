"""Photos in the files of posts: whether they may still be shown on a day, and the end of their use."""
