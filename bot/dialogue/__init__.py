"""From one message to one reply, the same for every channel."""
