"""Written tables in the forms that other programs open: workbooks, SQLite, JSON Lines."""
