"""What is kept in SQL: the database, its tables, and (later) reports, periods and digests."""
