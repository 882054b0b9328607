using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class BarrierAsynchronousAnonymousTests() : BarrierContract(WaitForm.Asynchronous, isNamed: false);
