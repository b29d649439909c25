"""What the built command writes, held against its contract and against other libraries."""
