"""One module a group of commands: what each command of it takes. Loaded when it is asked for."""
