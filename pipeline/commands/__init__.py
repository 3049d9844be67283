"""The commands, one module each: its arguments, and a call into the room that does the work."""
