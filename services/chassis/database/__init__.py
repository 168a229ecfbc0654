"""PostgreSQL as a service uses it: engine, roles, migrations, compiled statements, leadership."""
