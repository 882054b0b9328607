using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class BarrierBlockingNamedTests() : BarrierContract(WaitForm.Blocking, isNamed: true);
