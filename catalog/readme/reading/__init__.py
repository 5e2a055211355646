"""How a README is read: bytes, lines, words, and what they might be. `parse` is the door."""
