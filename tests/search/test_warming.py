"""A new process of the web server reads what the first search would wait for."""

import runpy
from threading import Event

import pytest
from django.db import OperationalError

from config.warming import warm
from search import catalogue
from tests.engines.portal import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def cold(monkeypatch):
    monkeypatch.setattr(catalogue, "_kept", None)


def test_the_catalogue_is_there_before_the_first_search():
    warm()
    assert catalogue._kept is not None


def test_a_database_that_is_down_stops_nothing(monkeypatch, caplog):
    def down():
        raise OperationalError("no connection")

    monkeypatch.setattr(catalogue, "current", down)
    warm()
    assert "will be read by the first search" in caplog.text


def test_a_process_of_the_web_server_begins_with_it(monkeypatch):
    begun = Event()
    monkeypatch.setattr("config.warming.warm", begun.set)
    runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"](None)
    assert begun.wait(5)
