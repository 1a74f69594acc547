"""Embeds the largest face of each photo named on standard input, one JSON line for each."""

import json
import sys
import time

import face_recognition

for line in sys.stdin:
    path = line.rstrip("\n")
    start, spent = time.perf_counter(), time.process_time()
    image = face_recognition.load_image_file(path)
    places = face_recognition.face_locations(image)
    places.sort(key=lambda p: (p[2] - p[0]) * (p[1] - p[3]), reverse=True)
    found = face_recognition.face_encodings(image, places[:1])
    seconds, spent = time.perf_counter() - start, time.process_time() - spent
    embedding = [float(value) for value in found[0]] if found else None
    print(json.dumps({"seconds": seconds, "cpu_seconds": spent, "embedding": embedding}), flush=True)
