"""What is said, to whom, and what may happen to it. No Flask, no network, no pixels."""
