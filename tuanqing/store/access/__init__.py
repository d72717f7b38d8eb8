"""Who has an account, who is signed in, and what they did: files for their owner alone in the warehouse's folder."""
