using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class LockAsynchronousAnonymousTests() : LockContract(WaitForm.Asynchronous, isNamed: false);
