"""The project shell: settings, URL tables, process entries, the demo world. Nobody imports it."""
