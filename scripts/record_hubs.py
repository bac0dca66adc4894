"""Runs the real JupyterHub, its authenticators and KubeSpawner on configurations, and writes down what they do.

Reads one JSON object from standard input: {"cases": [{"config": {section: {trait: value}}, "python": [[name, code], ...],
"values": {...}, "subjects": [...]}, ...]}. Writes one JSON object per line, in the same order. Cases with `subjects` are asked for
user pods, the others for who gets in. Run by record-hubs.mjs in an environment that has the versions that a chart pins.
"""

import asyncio
import contextlib
import importlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import sys
import tempfile
import types

from tornado import web

HUB_ENVIRONMENT = {
    "CONFIGPROXY_AUTH_TOKEN": "0" * 64,
    "HELM_RELEASE_NAME": "jhub",
    "POD_NAMESPACE": "jhub",
}


def configure(case, c):
    """Does what the hub's configuration file does: data first, then Python, which is run."""
    for section, traits in case["config"].items():
        c[section].update(traits)
    values = case["values"]

    def get_config(key, default=None):
        found = values
        for step in key.split("."):
            if not isinstance(found, dict) or step not in found:
                return default
            found = found[step]
        return found

    z2jh = types.ModuleType("z2jh")
    z2jh.get_config = get_config
    sys.modules["z2jh"] = z2jh
    names = {"c": c, "get_config": get_config, "__name__": "jupyterhub_config"}
    for name, code in case["python"]:
        exec(compile(code, name, "exec"), names)


async def start(case, folder):
    """A hub that has read its configuration, knows one user from before, and serves nobody."""
    from jupyterhub import orm
    from jupyterhub.app import JupyterHub

    database = f"sqlite:///{folder}/hub.sqlite"
    session = orm.new_session_factory(database)()
    session.add(orm.User(name="olduser"))
    session.commit()
    session.close()

    def load(c):
        configure(case, c)
        c.JupyterHub.db_url = database
        c.JupyterHub.cookie_secret = b"0" * 32
        chosen = c.JupyterHub.get("authenticator_class")
        if isinstance(chosen, str):
            missing.extend(packages_missing(chosen))

    missing = []
    hooks = types.ModuleType("recorder")
    hooks.load = load
    sys.modules["recorder"] = hooks
    file = os.path.join(folder, "jupyterhub_config.py")
    with open(file, "w") as written:
        written.write("import recorder\nrecorder.load(get_config())\n")
    JupyterHub.clear_instance()
    app = JupyterHub.instance()
    try:
        await app.initialize(["-f", file])
    except (Exception, SystemExit):
        # of other packages than those that are installed nothing can be said
        if missing:
            raise ImportError(f"there is no {missing[0]}") from None
        raise
    return app


def packages_missing(name):
    """What a class needs that is not installed here, though hub images may hold it."""
    if "." not in name:
        known = importlib.metadata.entry_points()
        group = "jupyterhub.authenticators"
        # up to Python 3.9 a dict
        found = known.get(group, []) if isinstance(known, dict) else known.select(group=group)
        return [] if name.lower() in {point.name for point in found} else [name]
    package = name.split(".")[0]
    return [] if package in ("jupyterhub", "oauthenticator") or importlib.util.find_spec(package) else [package]


# Who gets in


class Person:
    """Somebody at the identity source; `member` is in every group that the configuration names."""

    def __init__(self, name, member=False, domain=None, password=""):
        self.name, self.member, self.domain, self.password = name, member, domain, password

    @property
    def email(self):
        return self.name if "@" in self.name else f"{self.name}@{self.domain or 'elsewhere.example.net'}"


class Response:
    def __init__(self, code):
        self.code = self.status_code = code
        self.body = b"{}"
        self.headers = {}


def answer(authenticator, person, url, parse_json):
    """What the identity provider says. The one place that is not real."""
    path = url.split("?")[0]
    if path == (authenticator.token_url or "").split("?")[0]:
        return {"access_token": "token", "token_type": "bearer", "scope": " ".join(authenticator.scope)}
    if "/orgs/" in path:
        code = 204 if person.member else 404
        return Response(code) if not parse_json else {}
    if path.endswith("/user/teams"):
        return []
    claim = authenticator.username_claim if isinstance(getattr(authenticator, "username_claim", None), str) else ""
    groups = [*getattr(authenticator, "allowed_groups", []), *getattr(authenticator, "admin_groups", [])]
    user = {
        "login": person.name,
        "id": 1,
        "name": person.name,
        "username": person.name,
        "sub": person.name,
        "email": person.email,
        "verified_email": True,
        "email_verified": True,
        "groups": groups if person.member else [],
    }
    if person.domain:
        user["hd"] = person.domain
    if claim and claim not in user:
        user[claim] = person.name
    return user


def with_source(authenticator, person):
    async def httpfetch(url, label="fetching", parse_json=True, raise_error=True, **kwargs):
        return answer(authenticator, person, url, parse_json)

    async def fetch(req, label="fetching", parse_json=True, **kwargs):
        return answer(authenticator, person, req.url, parse_json)

    authenticator.httpfetch, authenticator.fetch = httpfetch, fetch
    # the cookie with OAuth's state is the browser's
    authenticator.build_access_tokens_request_params = lambda handler, data=None: {"code": "code"}


class Handler:
    """As much of a login request as authenticators look at."""

    def __init__(self, app):
        self.app, self.log, self.settings = app, app.log, app.tornado_settings
        self.request = types.SimpleNamespace(headers={}, protocol="https", host="hub.example.org", uri="/", remote_ip="")
        self.hub = app.hub

    def get_argument(self, name, default=None, **kwargs):
        return "code"

    def __getattr__(self, name):
        return lambda *args, **kwargs: None


def texts(data):
    """The texts in a value of the configuration, whatever its shape."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, (list, tuple, set)):
        return [text for item in data for text in texts(item)]
    return []


def named(c, *traits):
    return [name for section in c.values() if isinstance(section, dict) for key in traits for name in texts(section.get(key))]


def named_at_all(c, traits):
    return any(trait in section for section in c.values() if isinstance(section, dict) for trait in traits)


async def gets_in(app, person, data):
    authenticator = app.authenticator
    if person is not None:
        with_source(authenticator, person)
    try:
        model = await authenticator.get_authenticated_user(Handler(app), data)
        # from JupyterHub 5 on, a hub whose authenticator manages groups shows an error without them
        strict = int(importlib.metadata.version("jupyterhub").split(".")[0]) >= 5
        lacks_groups = strict and authenticator.manage_groups and "groups" not in (model or {})
        return bool(model) and not lacks_groups
    except web.HTTPError:
        return False


FAMILIES = ("DummyAuthenticator", "NullAuthenticator", "GitHubOAuthenticator", "GoogleOAuthenticator", "GenericOAuthenticator")
NOBODY = {"verdict": "nobody", "reach": "none"}
GROUPS = ("allowed_groups", "admin_groups", "claim_groups_key")
# Google's directory is asked for them
GOOGLE_GROUPS = ("allowed_google_groups", "admin_google_groups", "google_group_whitelist", "manage_groups")


async def access_of(app, c):
    """The widest circle that gets in, from people who come one after the other."""
    authenticator = app.authenticator
    kinds = [cls.__name__ for cls in type(authenticator).__mro__]
    family = next((kind for kind in FAMILIES if kind in kinds), None)
    if family is None or "LocalAuthenticator" in kinds:
        return {"skipped": f"there is no identity source for {kinds[0]}"}
    if family == "NullAuthenticator":
        return NOBODY
    names = named(c, "allowed_users", "whitelist", "admin_users")
    names += sorted({*authenticator.allowed_users, *authenticator.admin_users})
    if family == "DummyAuthenticator":
        return await access_of_dummy(app, names)
    if family == "GoogleOAuthenticator" and named_at_all(c, GOOGLE_GROUPS):
        return {"skipped": "Google's directory of groups is not faked"}
    domains = texts(getattr(authenticator, "hosted_domain", []))
    if family == "GenericOAuthenticator" and not hasattr(authenticator, "allow_all") and named_at_all(c, GROUPS):
        return {"skipped": "how a provider lists groups is not faked before oauthenticator 16"}
    # as the class has them, in lower case, Google's claim has them as well
    home = domains[0] if domains else None
    whole = "institution" if family == "GenericOAuthenticator" else "provider"
    circles = [("open", whole, Person("stranger"))]
    circles += [("open", "institution", Person(f"somebody@{domain}", domain=domain)) for domain in domains]
    circles += [("restricted", "group", Person("member", member=True, domain=home))]
    for name in [*names, "olduser"]:
        circles.append(("restricted", "list", Person(name, domain=name.split("@")[1] if "@" in name else home)))
    for verdict, reach, person in circles:
        if await gets_in(app, person, {}):
            return {"verdict": verdict, "reach": reach}
    return NOBODY


async def access_of_dummy(app, names):
    password = app.authenticator.password
    reach = "shared-password" if password else "world"
    if await gets_in(app, None, {"username": "stranger", "password": password}):
        return {"verdict": "open", "reach": reach}
    for name in [*names, "olduser"]:
        if await gets_in(app, None, {"username": name, "password": password}):
            return {"verdict": "restricted", "reach": reach}
    return NOBODY


# User pods


def wanted(subject):
    """`profile:gpu/option:image=r` as the form would post it."""
    if subject == "base":
        return {}
    profile, *options = subject[len("profile:") :].split("/option:")
    return {"profile": profile, **dict(option.split("=", 1) for option in options)}


async def pods_of(app, subjects):
    from jupyterhub import orm
    from kubernetes_asyncio.client import ApiClient

    found = app.db.query(orm.User).filter_by(name="alice").first() or orm.User(name="alice")
    app.db.add(found)
    app.db.commit()
    user = app.users[found]
    serializer = ApiClient()
    made = []
    for subject in subjects:
        try:
            spawner = user._new_spawner("", spawner_class=app.spawner_class, config=app.config)
            spawner.user_options = wanted(subject)
            await spawner.load_user_options()
            pod = serializer.sanitize_for_serialization(await spawner.get_pod_manifest())
        except (Exception, SystemExit) as error:
            made.append({"of": subject, "error": f"{type(error).__name__}: {error}"[:200]})
            continue
        own = {v["name"] if isinstance(v, dict) and "name" in v else k for k, v in spawner.environment.items()}
        for container in pod["spec"]["containers"][:1]:
            container["env"] = [e for e in container.get("env", []) if e["name"] in own]
        made.append({"of": subject, "pod": pod})
    await serializer.close()
    return made


async def run(case, folder):
    for name, value in HUB_ENVIRONMENT.items():
        os.environ[name] = value
    try:
        app = await start(case, folder)
    except ImportError as error:
        return {"skipped": str(error)}
    except (Exception, SystemExit) as error:
        return {"fails": f"{type(error).__name__}: {error}"[:400]}
    if "subjects" in case:
        return {"pods": await pods_of(app, case["subjects"])}
    try:
        return await access_of(app, app.config)
    except Exception as error:
        return {"skipped": f"a login failed: {type(error).__name__}: {error}"[:400]}


def in_a_child(case, folder):
    """The result as JSON, of a process of its own: a hub may end the one it is in."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # each hub writes into the folder it is started in
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(sys.stderr):
                result = asyncio.run(run(case, folder))
        except BaseException as error:
            result = {"fails": f"{type(error).__name__}: {error}"[:400]}
        with os.fdopen(writing, "w") as pipe:
            json.dump(result, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text


def main():
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as home:
        os.environ["KUBECONFIG"] = os.path.join(home, "kubeconfig")
        with open(os.environ["KUBECONFIG"], "w") as file:
            json.dump(KUBECONFIG, file)
        # what children share is loaded once
        for module in ("jupyterhub.app", "kubespawner", "oauthenticator.github"):
            importlib.import_module(module)
        for i, case in enumerate(json.load(sys.stdin)["cases"]):
            folder = os.path.join(home, str(i))
            os.mkdir(folder)
            print(in_a_child(case, folder), flush=True)


# KubeSpawner reads where the cluster is as it starts, and asks it nothing here
KUBECONFIG = {
    "apiVersion": "v1",
    "kind": "Config",
    "current-context": "none",
    "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
    "clusters": [{"name": "none", "cluster": {"server": "http://127.0.0.1:9"}}],
    "users": [{"name": "none", "user": {}}],
}

main()
