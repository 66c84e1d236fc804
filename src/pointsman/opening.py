"""From settings to an open store, with what can go wrong said in words."""

from pointsman.config import Misconfigured, StoreConfig
from pointsman.runtime.ports import Store
from pointsman.store.migrate import SchemaTooNew
from pointsman.store.open import DatabaseUnreachable, open_store
from pointsman.store.secrets import SecretBox, SecretKeyWrong


def open_configured(config: StoreConfig) -> Store:
    """Open the store. Raises ``Misconfigured`` saying what to change."""
    try:
        return open_store(config.database_url, SecretBox.open(config.data_dir, config.secret_key))
    except (DatabaseUnreachable, OSError, SchemaTooNew, SecretKeyWrong, ValueError) as error:
        raise Misconfigured(str(error)) from error
