"""Telegram: its updates read, its messages rendered, its deliveries kept."""
