"""What an operator does with an installation, from a terminal. Every refusal is a sentence and what to do about it."""
