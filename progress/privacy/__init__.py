"""What the room knows of one person: said in words, handed out, and taken in again."""
