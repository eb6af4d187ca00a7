"""Files from outside are opened in a locked room: a process of its own, without network, with limits."""
