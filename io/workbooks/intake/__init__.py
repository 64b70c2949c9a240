"""From the cells of a sheet to rows of an application, with a finding for what cannot be read."""
