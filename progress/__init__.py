"""What agencies report: calendar, duties, the desk, people, evidence and digests, kept in SQL."""
