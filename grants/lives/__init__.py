"""The lives of an application, a decision and an award: their states, and what leads on."""
