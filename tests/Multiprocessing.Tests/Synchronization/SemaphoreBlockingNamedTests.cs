using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class SemaphoreBlockingNamedTests() : SemaphoreContract(WaitForm.Blocking, isNamed: true);
