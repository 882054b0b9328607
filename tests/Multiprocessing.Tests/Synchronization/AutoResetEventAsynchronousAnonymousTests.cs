using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class AutoResetEventAsynchronousAnonymousTests() : AutoResetEventContract(WaitForm.Asynchronous, isNamed: false);
