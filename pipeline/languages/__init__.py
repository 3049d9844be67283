"""What people read in their language: words as data, in Chinese and English."""
