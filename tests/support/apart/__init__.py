"""Steps that run elsewhere than in a process of Airflow's own."""
