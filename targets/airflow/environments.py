"""Where the tasks of a node run, if not in a process of Airflow's own: the option `runs_in`.

{"kind": "virtualenv", "requirements": ["xgboost==3.0"]}     @task.virtualenv(requirements=[...])
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Names = Annotated[dict[str, str], Field()]


class _Environment(BaseModel):
    """What is set of it is what the decorator of Airflow is given, by the same names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Virtualenv(_Environment):
    """A virtual environment that Airflow makes, for a task or for as long as it is cached."""

    kind: Literal["virtualenv"]
    requirements: list[Text] = Field(
        default=[], description="what is installed there; dagcompile has to be among it"
    )
    python_version: Text | None = Field(default=None, description="of its Python: 3.12")
    system_site_packages: bool | None = Field(
        default=None, description="whether what is installed beside Airflow is there, too"
    )
    pip_install_options: list[Text] | None = Field(default=None, description="what pip is told")
    index_urls: list[Text] | None = Field(default=None, description="where packages come from")
    index_urls_from_connection_ids: list[Text] | None = Field(
        default=None, description="the same, by connections of Airflow"
    )
    venv_cache_path: Text | None = Field(
        default=None, description="a folder in which it is kept for other tasks"
    )
    env_vars: Names | None = Field(default=None, description="more environment variables")
    inherit_env: bool | None = Field(
        default=None, description="whether it has the environment variables of the worker"
    )


class ExternalPython(_Environment):
    """A Python that is there already, in an environment of its own."""

    kind: Literal["external_python"]
    python: Text = Field(
        description="its path on the workers; dagcompile has to be installed there"
    )
    env_vars: Names | None = Field(default=None, description="more environment variables")
    inherit_env: bool | None = Field(
        default=None, description="whether it has the environment variables of the worker"
    )


class Docker(_Environment):
    """A container of Docker. Airflow needs its provider, the image bash and dagcompile."""

    kind: Literal["docker"]
    image: Text = Field(description="the image")
    python_command: Text | None = Field(default=None, description="what Python is called there")
    docker_url: Text | None = Field(default=None, description="where the engine of Docker listens")
    docker_conn_id: Text | None = Field(default=None, description="the connection to a registry")
    environment: Names | None = Field(
        default=None, description="environment variables; DAGCOMPILE_STORE among them"
    )
    network_mode: Text | None = Field(default=None, description="the network that it is in")
    auto_remove: Literal["never", "success", "force"] | None = Field(
        default=None, description="when it is removed"
    )
    force_pull: bool | None = Field(default=None, description="whether the image is always pulled")
    mount_tmp_dir: bool | None = Field(
        default=None, description="whether a folder of the worker is mounted"
    )
    mem_limit: Text | None = Field(default=None, description="the memory that it may take: 2g")
    cpus: float | None = Field(default=None, description="the processors that it may take")
    user: Text | None = Field(default=None, description="the user in it")


class Kubernetes(_Environment):
    """A pod of Kubernetes. Airflow needs its provider, the image bash and dagcompile."""

    kind: Literal["kubernetes"]
    image: Text = Field(description="the image")
    namespace: Text | None = Field(default=None, description="the namespace of the pod")
    kubernetes_conn_id: Text | None = Field(default=None, description="the connection to a cluster")
    in_cluster: bool | None = Field(default=None, description="whether Airflow runs in the cluster")
    config_file: Text | None = Field(default=None, description="the file with its configuration")
    cluster_context: Text | None = Field(default=None, description="the context in that")
    service_account_name: Text | None = Field(default=None, description="whom it acts for")
    env_vars: Names | None = Field(
        default=None, description="environment variables; DAGCOMPILE_STORE among them"
    )
    labels: Names | None = Field(default=None, description="labels of the pod")
    node_selector: Names | None = Field(default=None, description="which nodes it may be put on")
    image_pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = Field(
        default=None, description="when the image is pulled"
    )
    startup_timeout_seconds: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="how long it may take to start"
    )
    get_logs: bool | None = Field(default=None, description="whether its log is the task's")


Environment: TypeAlias = Annotated[
    Virtualenv | ExternalPython | Docker | Kubernetes, Field(discriminator="kind")
]
"""One that is not a worker's own."""

REMOTE: Final = "dagcompile.runtime.v1.remote"
ATTEMPT: Final = "attempt"
"""What the parameter of a task is called that takes what Airflow knows of the run."""
