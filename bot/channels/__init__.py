"""The mouths: console, Telegram, and how plain channels show choices."""
