"""Runs one network in one framework and prints its figures as one line of JSON: a process of `compare_peers.py`.

A training step is forward, mean squared error, backward and Adam on random data in memory; inference is the forward
pass in inference mode. Steps are timed as `galaxy benchmark` times them: at least three to warm up, for a fifth of the
time, then at least five.
"""

import argparse
import json
import os
import statistics
import sys
import time

import networks


def torch_step(network, options):
    import torch

    from torch_network import make_network

    torch.set_num_threads(options.threads)
    layout = {"channels-last": torch.channels_last, "channels-first": torch.contiguous_format}[options.variant]
    model = make_network(network.layers, network.input).to(memory_format=layout)
    height, width, channels = network.input
    x = torch.rand(options.batch_size, channels, height, width).to(memory_format=layout)
    if options.mode == "infer":
        model.eval()

        @torch.inference_mode()
        def infer():
            model(x)

        return infer
    target = torch.rand(options.batch_size, network.outputs)
    optimizer = torch.optim.Adam(model.parameters(), fused=True)

    def train():
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(model(x), target).backward()
        optimizer.step()

    return train


def keras_step(network, options):
    os.environ |= {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    import keras

    from keras_network import make_network

    model = make_network(network)
    check_parameters(model.count_params(), network)
    x = tf.random.uniform((options.batch_size, *network.input))
    target = tf.random.uniform((options.batch_size, network.outputs))
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    compiles = {"graph": False, "xla": True}[options.variant]

    @tf.function(jit_compile=compiles)
    def infer():
        return model(x, training=False)

    @tf.function(jit_compile=compiles)
    def train():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(x, training=True) - target))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    step = infer if options.mode == "infer" else train
    return lambda: step().numpy()


def onnxruntime_step(network, options):
    import numpy
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(options.onnx, settings, providers=["CPUExecutionProvider"])
    x = random_images(numpy, network, options)
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: x})


def openvino_step(network, options):
    import numpy
    import openvino

    settings = {
        "INFERENCE_NUM_THREADS": options.threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32",
        "PERFORMANCE_HINT": "LATENCY"}
    core = openvino.Core()
    request = core.compile_model(core.read_model(options.onnx), "CPU", settings).create_infer_request()
    x = random_images(numpy, network, options)
    return lambda: request.infer([x], share_inputs=True)


def random_images(numpy, network, options):
    height, width, channels = network.input
    return numpy.random.default_rng(0).random((options.batch_size, channels, height, width), numpy.float32)


def check_parameters(found, network):
    if found != network.parameters:
        sys.exit(f"expected {network.parameters} parameters, found {found}")


def export(network, options):
    """Writes the network in inference mode as an ONNX file, and prints what it is made of."""
    import torch

    from torch_network import count, make_network

    model = make_network(network.layers, network.input)
    parameters, multiply_adds = count(model, network)
    check_parameters(parameters, network)
    height, width, channels = network.input
    x = torch.rand(options.batch_size, channels, height, width)
    # The exporter tells its progress on standard output.
    shown, sys.stdout = sys.stdout, sys.stderr
    torch.onnx.export(model.eval(), (x,), options.onnx, dynamo=True, external_data=False)
    sys.stdout = shown
    return {"parameters": parameters, "multiplyAdds": multiply_adds}


def durations(step, seconds, at_least):
    """Returns the milliseconds of the steps that begin within a time, but no fewer than the given number."""
    times = []
    start = time.perf_counter()
    while len(times) < at_least or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        step()
        times.append(1e3 * (time.perf_counter() - before))
    return times


STEPS = {"pytorch": torch_step, "keras": keras_step, "onnxruntime": onnxruntime_step, "openvino": openvino_step}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peer", choices=[*STEPS, "export"])
    parser.add_argument("--variant")
    parser.add_argument("--network", choices=networks.NETWORKS, required=True)
    parser.add_argument("--mode", choices=["train", "infer"], default="infer")
    parser.add_argument("--batch-size", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--onnx")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)  # Read when a framework loads.
    network = networks.NETWORKS[options.network]
    if options.peer == "export":
        result = export(network, options)
    else:
        step = STEPS[options.peer](network, options)
        durations(step, options.seconds / 5, 3)
        times = durations(step, options.seconds, 5)
        result = {"median": statistics.median(times), "steps": len(times)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
