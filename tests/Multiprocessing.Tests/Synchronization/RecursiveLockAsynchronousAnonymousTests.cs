using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class RecursiveLockAsynchronousAnonymousTests() : RecursiveLockContract(WaitForm.Asynchronous, isNamed: false);
