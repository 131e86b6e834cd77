"""What goes out by itself: queued once in SQL, sent by each channel at its own pace."""
