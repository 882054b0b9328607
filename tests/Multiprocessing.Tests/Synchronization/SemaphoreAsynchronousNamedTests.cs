using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class SemaphoreAsynchronousNamedTests() : SemaphoreContract(WaitForm.Asynchronous, isNamed: true);
