"""Runs where fastText is installed: trains, then reads requests and prints CPU seconds."""

import json
import sys
import time
from importlib.metadata import version

import fasttext

corpus, settings = sys.argv[1:]
models = {
    name: fasttext.train_supervised(corpus, loss="ova", verbose=0, thread=1, **options)
    for name, options in json.loads(settings).items()
}
print(version("fasttext-wheel"), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    model = models[request["model"]]
    start = time.process_time()
    model.predict(request["sentences"], k=-1)
    print(time.process_time() - start, flush=True)
