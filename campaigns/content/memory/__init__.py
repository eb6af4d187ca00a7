"""Translation memory: what was once translated is offered again, word for word or nearly."""
