"""The plan itself: reading documents, tasks, agencies, Vietnamese text."""
