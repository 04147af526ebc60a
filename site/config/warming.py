"""What a new process of the web server reads beside its first requests, so that no reader waits for it."""

import logging

from django.db import Error, connection
from django.urls import get_resolver

from mentoring.privacy import suspicions
from search import catalogue

logger = logging.getLogger(__name__)


def warm() -> None:
    """Read the addresses, the catalogue of the library, the dictionary and the model of names.

    A database that is down is no fault: the first search reads the catalogue then.
    """
    get_resolver().check()
    try:
        catalogue.current()
    except Error as error:
        logger.warning("The catalogue will be read by the first search: %s", error)
    finally:
        connection.close()
    suspicions("Anna")
