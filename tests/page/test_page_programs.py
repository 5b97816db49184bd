"""Programs ask the real server: Gradio's API with its own client, MCP with a client session over HTTP."""

import json
import sys

import anyio
import pytest
from gradio_client import Client
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from page_servers import ask, post, run, served

from bot.archive import MemoryArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import CopydeskError, FilterError, MissingPackageError, NoArticlesError, TooLargeError
from bot.page import machine as machines
from bot.page.machine import Machine, documented
from bot.page.shelf import LibraryShelf
from bot.page.tools import Tools

FERRY = (
    "Ferry aground off Skerry Point\n\nBy Ann Lee\n\n12 March 2025\n\n"
    "The ferry Northern Star ran aground on Monday with 214 passengers on board. Nobody was hurt, the coast guard said."
)
TRAM = "Tram returns\n\nThe tram returned to Elm Street on Friday. It carried 88 riders on its first day."
PASSENGERS = "How many passengers were on board?"
RIDERS = "How many riders did the tram carry?"


@pytest.fixture(scope="module")
def library(models) -> Assistant:
    """A library of one article, in the collection "tram"."""
    desk = Assistant(MemoryArchive(lambda: models.encoder), models)
    desk.archive.collect("tram", [desk.add(Article.from_text(TRAM))])
    return desk


@pytest.fixture(scope="module")
def machine(models, library) -> Machine:
    return Machine(models, library)


@pytest.fixture(scope="module")
def server(models, library):
    with served(models, LibraryShelf(models, library.archive)) as address:
        yield address


@pytest.fixture(scope="module")
def client(server):
    return Client(server, verbose=False)


def check_quotes(data, *texts):
    """Each citation's quote stands in one of the texts, and there is one."""
    citations = [one for statement in data["statements"] for one in statement["citations"]]
    assert citations
    assert all(any(one["quote"] in text for text in texts) for one in citations)


def test_texts_are_asked_and_answered_as_render_gives_it(client):
    data = client.predict(question=PASSENGERS, articles=[FERRY], api_name="/ask")
    assert (data["short"], data["abstained"]) == ("214", False)
    check_quotes(data, FERRY)
    (held,) = data["articles"]
    assert {one["article"] for one in data["answers"]} == {held}
    json.dumps(data)


def test_the_library_is_asked_where_no_text_is_given(client, library):
    data = client.predict(question=RIDERS, collection="tram", api_name="/ask")
    assert (data["short"], data["articles"]) == ("88", [])
    (held,) = [article.id for article in library.articles()]
    assert data["answers"][0]["article"] == held
    assert client.predict(question=RIDERS, article_ids=[held], api_name="/ask")["short"] == "88"


def test_texts_and_articles_of_the_library_are_asked_together(client, library):
    (held,) = [article.id for article in library.articles()]
    found = client.predict(query="riders", articles=[FERRY], article_ids=[held], api_name="/search")["matches"]
    assert {"Tram returns", "Ferry aground off Skerry Point"} == {one["title"] for one in found}
    assert found[0]["quote"] in TRAM
    assert found[0]["score"] >= found[-1]["score"]


def test_summaries_are_cited(client):
    data = client.predict(articles=[FERRY], sentences=1, api_name="/summarise")
    assert len(data["statements"]) == 1
    check_quotes(data, FERRY)


def test_what_one_caller_sends_no_other_finds(client, library):
    client.predict(question=PASSENGERS, articles=[FERRY], api_name="/ask")
    data = client.predict(question=PASSENGERS, api_name="/ask")
    assert "Northern Star" not in json.dumps(data)
    assert len(library.articles()) == 1


@pytest.mark.parametrize(
    ("endpoint", "arguments", "says"),
    [
        ("/ask", {"question": "???"}, "The question has no words"),
        ("/ask", {"question": RIDERS, "articles": [" "]}, "Expected:"),
        ("/ask", {"question": RIDERS, "article_ids": ["none"]}, "No article has the id"),
        ("/ask", {"question": RIDERS, "since": "soon"}, "'soon' is no day"),
        ("/search", {"query": "riders", "count": 0}, "at least 1"),
        ("/summarise", {"sentences": 0}, "summary of 0"),
    ],
)
def test_our_own_errors_reach_the_caller(client, endpoint, arguments, says):
    with pytest.raises(Exception, match=says):
        client.predict(**arguments, api_name=endpoint)


def test_other_errors_do_not(client):
    with pytest.raises(Exception, match="upstream Gradio app has raised an exception") as raised:
        client.predict(question=7, api_name="/ask")
    assert "strip" not in str(raised.value)


def test_the_endpoints_are_typed_and_documented(server):
    named = json.loads(ask(server, "/gradio_api/info")[1])["named_endpoints"]
    assert list(named) == ["/ask", "/summarise", "/check", "/search"]
    for endpoint in named.values():
        assert endpoint["description"]
        for parameter in endpoint["parameters"]:
            assert parameter["type"]
            assert len(parameter["label"]) > 20
    question, articles = named["/ask"]["parameters"][:2]
    assert question["parameter_name"] == "question"
    assert not question["parameter_has_default"]
    assert {"type": "array", "items": {"type": "string"}} in articles["type"]["oneOf"]


def test_every_argument_is_documented(machine):
    for function in [*machine.functions(), machine.check]:
        about, arguments = documented(function)
        assert "Returns: " in about
        names = [name for name in function.__func__.__annotations__ if name != "return"]
        assert list(arguments) == names


def test_curl_gets_an_answer_in_two_requests(server):
    status, text, _ = post(server, "/gradio_api/call/ask", {"data": [PASSENGERS, [FERRY], None, None, None, None]})
    assert status == 200
    status, text, _ = ask(server, f"/gradio_api/call/ask/{json.loads(text)['event_id']}")
    assert "event: complete" in text
    assert '"short": "214"' in text


def test_limits_of_one_call(machine, monkeypatch):
    monkeypatch.setattr(machines, "MOST_CHARACTERS", 100)
    with pytest.raises(TooLargeError, match="at most 200 with 100 in all"):
        machine.ask(RIDERS, [FERRY])
    monkeypatch.setattr(machines, "MOST_TEXTS", 1)
    with pytest.raises(TooLargeError):
        machine.ask(RIDERS, ["a", "b"])


def test_without_texts_and_library_there_is_nothing_to_ask(models):
    alone = Machine(models)
    for call in (lambda: alone.ask(RIDERS), lambda: alone.search("x"), lambda: alone.ask(RIDERS, [TRAM], ["id"])):
        with pytest.raises(NoArticlesError, match="no library"):
            call()


def test_days_and_collections_choose_among_the_library(machine):
    assert machine.ask(RIDERS, collection="tram")["short"] == "88"
    with pytest.raises(NoArticlesError):
        machine.ask(RIDERS, collection="ferry")
    with pytest.raises(FilterError, match="no day"):
        machine.ask(RIDERS, until="2025-13-01")


def session(address, use):
    """What `use(session)` returns in an MCP session."""

    async def talk():
        async with (
            streamable_http_client(f"{address}/mcp") as (reading, writing, *_),
            ClientSession(reading, writing) as talking,
        ):
            await talking.initialize()
            return await use(talking)

    return run(talk)


def test_mcp_lists_the_tools_with_their_types_and_texts(server, machine):
    tools = session(server, lambda talking: talking.list_tools()).tools
    assert [tool.name for tool in tools] == [function.__name__ for function in machine.functions()]
    (asking,) = [tool for tool in tools if tool.name == "ask"]
    assert asking.input_schema["required"] == ["question"]
    assert asking.input_schema["properties"]["question"]["description"] == "In English, up to 2,000 characters."
    assert "Returns: question, abstained" in asking.description


def test_mcp_answers_with_data(server):
    arguments = {"question": PASSENGERS, "articles": [FERRY]}
    found = session(server, lambda talking: talking.call_tool("ask", arguments))
    assert not found.is_error
    assert found.structured_content["short"] == "214"
    check_quotes(found.structured_content, FERRY)


def test_mcp_tells_our_own_errors(server):
    found = session(server, lambda talking: talking.call_tool("ask", {"question": "?"}))
    assert found.is_error
    assert "The question has no words" in found.content[0].text


def test_many_mcp_calls_at_once_are_all_answered(server):
    async def use(talking):
        results = []

        async def call(query):
            results.append(await talking.call_tool("search", {"query": query}))

        async with anyio.create_task_group() as tasks:
            for number in range(20):
                tasks.start_soon(call, f"riders {number}")
        return results

    results = session(server, use)
    assert len(results) == 20
    assert not any(one.is_error for one in results)


def test_mcp_is_not_there_unless_asked_for(address):
    assert post(address, "/mcp", {})[0] == 404


def test_a_missing_package_is_named_with_the_line_that_installs_it(machine, monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(MissingPackageError, match=r'pip install "copydesk\[mcp\]"'):
        Tools(machine)
    assert issubclass(MissingPackageError, CopydeskError)
