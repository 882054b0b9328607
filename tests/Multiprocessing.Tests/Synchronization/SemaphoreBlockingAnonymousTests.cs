using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class SemaphoreBlockingAnonymousTests() : SemaphoreContract(WaitForm.Blocking, isNamed: false);
