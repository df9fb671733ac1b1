"""What generated Airflow DAG files need: the step inside a task, values over XCom, waits."""
