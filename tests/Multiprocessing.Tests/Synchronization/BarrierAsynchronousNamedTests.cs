using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class BarrierAsynchronousNamedTests() : BarrierContract(WaitForm.Asynchronous, isNamed: true);
