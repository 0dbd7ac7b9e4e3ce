"""Starts `run` and `test` in a virtual environment that holds what a lock file names, and makes it first where needed.

Standard library only. Every line must parse on Python 3.6, so that an old Python answers with a sentence.
What only a set-up needs is imported there: a start pays for `os` and `sys` alone.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "需要 Python 3.11 或更新的版本，这台机器上的是 {0}.{1}。\n"
        "Python 3.11 or newer is needed; this one is {0}.{1}.\n".format(*sys.version_info)
    )
    sys.exit(2)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, NoReturn

ROOT = os.path.dirname(os.path.realpath(__file__))
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # holds all of RUN_LOCK too


def start(module: str, lock: str) -> None:
    """Becomes `python -m module` with this process's arguments, where the packages of `lock` are installed.

    Python runs isolated (`-I`): neither the current folder nor `PYTHON*` variables decide what code runs.
    """
    try:
        venv = next((place for place in _places() if _is_ready(place, lock)), "") or _set_up(lock)
        command = [*_python(venv), "-m", module, *sys.argv[1:]]
        if sys.platform == "win32":
            import subprocess

            sys.exit(subprocess.call(command))
        os.execv(command[0], command)
    except KeyboardInterrupt:
        _give_up("已中断。", "Interrupted.")
    except OSError as error:
        _give_up(
            f"没有准备好，请检查磁盘和网络：{error}", f"The set-up failed; check the disk and the network: {error}"
        )


def _places() -> "list[str]":
    """Returns where the environment may lie: beside the program, or in the user's cache if that is read-only."""
    cache = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    name = ROOT.strip(os.sep).replace(os.sep, "-").replace(":", "")
    return [os.path.join(ROOT, ".venv"), os.path.join(cache, "tui-report", name, ".venv")]


def _python(venv: str) -> "list[str]":
    """Returns the isolated Python of an environment; outside the checkout it keeps all byte-code there too."""
    program = os.path.join(venv, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
    cache = [] if venv == _places()[0] else ["-X", "pycache_prefix=" + os.path.join(venv, "pycache")]
    return [program, "-I", *cache]


def _pth(venv: str) -> str:
    """Returns the file by which an environment finds this checkout."""
    library = "Lib" if os.name == "nt" else os.path.join("lib", "python{}.{}".format(*sys.version_info))
    return os.path.join(venv, library, "site-packages", "tui-report.pth")


def _stamp(lock: str) -> bytes:
    """Returns what a finished environment was made of: place, kind of Python and machine, and the lock itself."""
    machine = getattr(os, "uname", lambda: ("",))()[-1]
    with open(os.path.join(ROOT, lock), "rb") as file:
        return os.fsencode(f"{ROOT}\n{sys.implementation.cache_tag} {sys.platform} {machine}\n") + file.read()


def _is_ready(venv: str, lock: str) -> bool:
    """Tells whether an environment was finished for this lock and still has its Python and its way to the checkout."""
    try:
        with open(os.path.join(venv, lock), "rb") as file:
            stamped = file.read() == _stamp(lock)
    except OSError:
        return False
    return stamped and os.access(_python(venv)[0], os.X_OK) and os.path.exists(_pth(venv))


def _set_up(lock: str) -> str:
    """Makes the environment ready for `lock`, one process at a time, and returns its folder."""
    beside, cached = _places()
    venv = beside if os.access(ROOT, os.W_OK) else cached
    os.makedirs(os.path.dirname(venv), exist_ok=True)
    sys.stderr.write("首次运行或更新之后：正在准备，约需一分钟。Setting up, about a minute.\n")
    sys.stderr.flush()
    with _hold(venv + ".lock"):
        if not _is_ready(venv, lock):
            if not _is_ready(venv, RUN_LOCK):
                _create(venv)
            _install(venv, lock)
            _compile(venv)
            for held in {RUN_LOCK, lock}:
                with open(os.path.join(venv, held), "wb") as file:
                    file.write(_stamp(held))
    return venv


def _hold(path: str) -> "IO[bytes]":
    """Returns an open file that one process at a time holds; waits for the other."""
    file = open(path, "ab")  # noqa: SIM115 - the caller's `with` closes it
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                break
            except OSError:  # it stops waiting after ten seconds
                continue
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _create(venv: str) -> None:
    """Makes an empty environment, in place of whatever lies there."""
    import venv as builder

    builder.create(venv, clear=True, symlinks=os.name != "nt", with_pip=False)
    with open(_pth(venv), "w", encoding="utf-8") as file:
        file.write(ROOT + "\n")


def _install(venv: str, lock: str) -> None:
    """Installs the packages of the lock by their hashes, with uv where there is one, else (or if that fails) with pip."""
    import subprocess

    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    if _option("cert"):
        environment.setdefault("SSL_CERT_FILE", _option("cert"))
    complaint = ""
    for installer in _installers(venv, lock):
        command = [*installer, "install", "--quiet", "--no-compile", "--require-hashes", "-r", os.path.join(ROOT, lock)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
        complaint = done.stderr.strip()
    _give_up(
        "所需的程序包没有装上。请检查网络，或者用 PIP_INDEX_URL 指定镜像，用 PIP_NO_INDEX=1 PIP_FIND_LINKS=文件夹 从U盘安装。",
        "The packages could not be installed. Check the network, or set PIP_INDEX_URL, or PIP_NO_INDEX=1 and PIP_FIND_LINKS.",
        complaint,
    )


def _installers(venv: str, lock: str) -> "Iterator[list[str]]":
    """Yields the commands that can install into the environment, the quickest first."""
    import importlib.util
    import shutil

    program = _python(venv)[0]
    uv = shutil.which("uv")
    if uv:
        yield [uv, "pip", *_index_options(), "--python", program]
    if importlib.util.find_spec("pip"):
        yield [sys.executable, "-m", "pip", "--python", program]
    else:
        yield [program, os.path.join(_pip_wheel(venv, lock), "pip")]


def _compile(venv: str) -> None:
    """Compiles all byte-code now, since later the folder may be read-only or belong to somebody else."""
    import subprocess

    sources = [os.path.dirname(_pth(venv)), os.path.join(ROOT, "tui_report")]
    subprocess.run([*_python(venv), "-m", "compileall", "-qq", "-j", "0", *sources], check=False)


def _option(name: str) -> str:
    """Returns what pip itself would take for one of its options (`index-url`), or an empty text."""
    import configparser

    value = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if value is not None:
        return value
    home, environ = os.path.expanduser("~"), os.environ
    files = [os.path.join(folder, "pip/pip.conf") for folder in environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")]
    files += ["/etc/pip.conf", home + "/.pip/pip.conf"]
    files += [os.path.join(environ.get("XDG_CONFIG_HOME") or home + "/.config", "pip/pip.conf")]
    files += [environ[folder] + "/pip/pip.ini" for folder in ("PROGRAMDATA", "APPDATA") if folder in environ]
    files += [os.path.join(sys.prefix, "pip.conf"), environ.get("PIP_CONFIG_FILE", "")]
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    settings.read(files, encoding="utf-8")
    return settings.get("install", name, fallback="") or settings.get("global", name, fallback="")


def _is_offline() -> bool:
    return _option("no-index").lower() in {"1", "true", "yes", "on", "y", "t"}


def _index_options() -> "list[str]":
    """Returns pip's settings as options of uv, which reads none of them itself."""
    options = ["--index-strategy", "unsafe-best-match"]
    for name in ("index-url", "extra-index-url", "find-links"):
        for value in _option(name).split():
            options += ["--" + name, value]
    return [*options, "--no-index"] if _is_offline() else options


def _pip_wheel(venv: str, lock: str) -> str:
    """Returns the file of the pip that the lock names, from a folder of `find-links` or from the index."""
    import hashlib
    import re

    with open(os.path.join(ROOT, lock), encoding="utf-8") as file:
        version, hashes = re.findall(r"^pip==(\S+)((?: \\\n\s+--hash=sha256:\w+)+)", file.read(), re.MULTILINE)[0]
    name = f"pip-{version}-py3-none-any.whl"
    folders = _option("find-links").replace("file://", "").split()
    found = next((path for path in (os.path.join(folder, name) for folder in folders) if os.path.isfile(path)), "")
    if not found and _is_offline():
        _give_up(f"PIP_FIND_LINKS 的文件夹里没有 {name}。", f"No {name} in the folder of PIP_FIND_LINKS.")
    content = _read(found) if found else _fetch_from_index(name)
    if hashlib.sha256(content).hexdigest() not in hashes:
        _give_up(f"{name} 的校验值不对，没有使用。", f"The hash of {name} is wrong; it was not used.", found)
    path = os.path.join(venv, name)
    with open(path, "wb") as file:
        file.write(content)
    return path


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _fetch_from_index(name: str) -> bytes:
    """Returns a file of the project pip from the package index (PEP 503)."""
    import html
    import re
    from urllib.parse import urljoin

    page = (_option("index-url") or "https://pypi.org/simple").rstrip("/") + "/pip/"
    link = re.search(r'href="([^"]*' + re.escape(name) + r')[#"]', _fetch(page).decode("utf-8", "replace"))
    if not link:
        _give_up(f"{page} 上没有 {name}。", f"There is no {name} on {page}.")
    return _fetch(urljoin(page, html.unescape(link[1])))


def _fetch(url: str) -> bytes:
    """Returns what an address holds.

    Without a list of authorities the sender is not proved; that is no loss, since the hash in the lock proves the file.
    """
    import ssl
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    request = Request(url, headers={"Accept": "text/html, */*;q=0.1"})  # noqa: S310 - the user's own index
    checked, unchecked = ssl.create_default_context(cafile=_option("cert") or None), ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    try:
        with urlopen(request, timeout=60, context=checked) as answer:  # noqa: S310
            return bytes(answer.read())
    except URLError as error:
        if not isinstance(error.reason, ssl.SSLCertVerificationError):
            raise
    with urlopen(request, timeout=60, context=unchecked) as answer:  # noqa: S310
        return bytes(answer.read())


def _give_up(chinese: str, english: str, detail: str = "") -> "NoReturn":
    """Ends the process with a sentence in both languages and, below it, what a tool said."""
    sys.stderr.write("\n".join(part for part in (chinese, english, detail) if part) + "\n")
    sys.exit(2)
