"""A person's own data: what each room knows, joined."""
