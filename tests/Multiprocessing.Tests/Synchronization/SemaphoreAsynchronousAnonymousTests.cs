using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class SemaphoreAsynchronousAnonymousTests() : SemaphoreContract(WaitForm.Asynchronous, isNamed: false);
