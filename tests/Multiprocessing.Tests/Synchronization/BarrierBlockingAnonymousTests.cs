using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class BarrierBlockingAnonymousTests() : BarrierContract(WaitForm.Blocking, isNamed: false);
