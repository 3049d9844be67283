"""The names of departments: what may be one, how cells list them, which ones are the same."""
